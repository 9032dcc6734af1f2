# Options of stap that have nothing to do here, and those that are refused.
script='probe begin { println("run") exit() }'
try() {
	"$MSTAP" "$@" -e "$script" 2>&1 < /dev/null
	echo "status $?"
}
"$MSTAP" -k -r 6.1.0 -a x86_64 -B CONFIG_X=y -R /nowhere -d kernel -P -q -m my_module --prologue-searching \
	--prologue-searching=never --modinfo a=b --ldd --all-modules --disable-cache --poison-cache --tmpdir /nowhere \
	--download-debuginfo --download-debuginfo=no --use-server --use-server=host --use-server-on-error=yes \
	--sign-module --save-uprobes --check-version --color --colour=always --privilege=stapdev \
	--runtime=kernel --remote=direct:// --sysroot=/ -e "$script" < /dev/null
echo "status $?"
"$MSTAP" --clean-cache < /dev/null
echo "status $?"
try -d ''
try --use-server-on-error=maybe
try --modinfo a
try --color=x
try --prologue-searching=x
try --privilege=x
try --privilege=stapusr
try --runtime=x
try --runtime=bpf
for option in -b -i --interactive \
	--download-debuginfo=x --download-debuginfo=-5 --monitor --monitor=2 --unprivileged --dyninst --bpf --remote=host --remote-prefix --list-servers --trust-servers \
	--sysroot=/other --sysenv=A=b --target-namespaces=1 --example; do
	# shellcheck disable=SC2086 # an option and its argument
	try $option
done
