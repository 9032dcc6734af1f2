# test: requires=kprobes
# Where an event's field has an argument's name and type but not its value, the argument is read.
read_from() { $MSTAP --explain -p4 -e "probe kernel.trace(\"$1\") { println($2) }" 2>&1 | sed -n 's/ *fields *\(.*\):.* at .*/\1/p'; }
read_from bdi_dirty_ratelimit '$dirty_rate'
read_from mm_vmscan_throttled '$reason'
# ... and where it has the value, too, the field is.
read_from global_dirty_state '$dirty_thresh'
