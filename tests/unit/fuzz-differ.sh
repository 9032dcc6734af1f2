# SPDX-License-Identifier: GPL-2.0-or-later
# Some random programs, in both builds of the VM; `make fuzz` tries more.
"$BUILD/tests/fuzz/differ" -s 1 -n 300 && "$BUILD/tests/fuzz/differ-switch" -s 1001 -n 300
