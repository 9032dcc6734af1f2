# test: requires=kprobes
# What the library cannot read is blamed on what the script handed to it, or on the call.
blame() { $MSTAP -p4 -e "probe kprobe.function(\"vfs_read\") { $1 } global x" 2>&1 | sed -n '1s/\(.\{60\}\).*\(: [a-z]* [^ ]* at\)/\1...\2/p; 3p'; }
blame 'println(kernel_buffer_quoted(pointer_arg(2), 100000))'
blame 'println(kernel_buffer_quoted(pointer_arg(2), 8 * 0))'
blame 'println(user_buffer_quoted(pointer_arg(2), int_arg(3), 10))'
blame 'println(kernel_string2(pointer_arg(2), execname()))'
blame 'x++ println(user_string_quoted(x))'
blame 'println(user_string_n_quoted(&@cast(x++, "task_struct")->comm, 8))'
