# test: requires=root,tracefs
# Braces in the string of a point are one point for each item, as those of stap around components are.
$MSTAP -p2 -e 'probe kernel.trace("sched_{switch,proc{ess_fork,ess_ex[i]?}}") { println(pn()) }
probe kernel.trace("{sched:sched_p,irq:soft}*_{entry,ex[i]t}")? { println(pn()) }'
echo "exit status $?"
$MSTAP -p2 -e 'probe kernel.trace("sched_{switch,swhitch}") { println(pn()) }' 2>&1 | sed 's/ (similar tracepoints: .*)$//'
$MSTAP -p2 -e 'probe kernel.trace("sched_{switch}") { println(pn()) }' 2>&1 | sed 's/ (similar tracepoints: .*)$//'
