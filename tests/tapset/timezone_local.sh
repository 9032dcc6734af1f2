# test: oracle=no the guest of the real one knows UTC only
# a local time zone, west and east of Greenwich
for zone in XYZ5 ABC-2:30; do
	TZ=$zone $MSTAP -e 'probe begin { println(tz_gmtoff(), " ", tz_name(), " ", tz_ctime(86400 * 365)); exit() }'
done
