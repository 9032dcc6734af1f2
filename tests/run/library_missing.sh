# A directory that is not there is told of; the script runs.
# test: oracle=no it says nothing
"$MSTAP" -I nowhere -e 'probe begin { println(1) exit() }' 2>&1
