# test: requires=kprobes
# What cannot be probed: a pattern without a match, an unknown function, an unknown event, an init function.
$MSTAP -e 'probe kprobe.function("no_such_vfs_*") { }' 2>&1 | sed -n 5p | grep -o 'no match'
$MSTAP -e 'probe kprobe.function("vfs_raed") { }' 2>&1 | sed -n 5p | grep -o 'no match (similar functions: vfs_read'
$MSTAP -e 'probe kernel.trace("kfree_skbb") { }' 2>&1 | sed -n 5p | grep -o 'no match (similar tracepoints: kfree_skb'
$MSTAP -e 'probe kernel.trace("skb:kfree_skb") { println($nothing) }' 2>&1 | sed -n 1p | grep -o 'unable to find tracepoint variable .\$nothing. (alternatives: .skb, .location'
$MSTAP -e 'probe kprobe.function("vfs_raed") ?, begin { println("optional"); exit() }'
$MSTAP -e 'probe kprobe.function("vfs_read") { println(kernel_string(n)) n++ } global n' 2>&1 | head -n 3
su user -c "$MSTAP -e 'probe kernel.trace(\"kfree_skb\") { }'" 2>&1 | sed -n 5p
