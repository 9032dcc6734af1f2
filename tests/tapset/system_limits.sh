# test: oracle=no about the moment after the end
# the end waits for the last commands, but not for long ones
$MSTAP -e 'probe begin { system("sleep 0.2; echo waited for"); system("exit 3"); exit() }'
before=$(date +%s)
$MSTAP -e 'probe begin { system("exec sleep 4 >/dev/null 2>&1"); exit() }'
test $(($(date +%s) - before)) -lt 3 && echo done
