# test: requires=kprobes,btf,guest,module:loop
# ioblock.* and ioblock_trace.*: eight blocks of a loop device, read and written past the page cache.
dd if=/dev/zero of="$TMP/image" bs=64k count=16 2> /dev/null
losetup /dev/loop0 "$TMP/image"
cat > "$TMP/block.stp" <<'S'
global begun, requests, ended, bad, traced
probe ioblock.request {
	if (devname != "loop0" || size == 0) next
	requests[bio_rw_str(rw), sector / 8, size / 4096]++
	begun[$bio] = 1
	if (name != "ioblock.request" || bdev != bdev_contains || p_start_sect || !vcnt || idx) bad++
}
probe ioblock.end {
	if (!([$bio] in begun)) next
	ended[bio_rw_str(rw), error]++
	delete begun[$bio]
}
probe ioblock_trace.request { if (devname == "loop0" && size) traced += opf & 1 }
probe end {
	foreach ([rw, at+, blocks] in requests) printf("%s block %d, %d blocks: %d\n", rw, at, blocks, requests[rw, at, blocks])
	foreach ([rw+, e] in ended) printf("%s ended with %d: %d\n", rw, e, ended[rw, e])
	printf("%d %d %d\n", bad, traced, BIO_READ == 0 && BIO_WRITE == 1 && bio_rw_num(1) == 1)
}
S
$MSTAP -c 'sh -c "dd if=/dev/loop0 of=/dev/null bs=4k count=4 skip=16 iflag=direct; dd if=/dev/zero of=/dev/loop0 bs=8k count=2 seek=8 oflag=direct; exit 0"' "$TMP/block.stp" 2> /dev/null
losetup -d /dev/loop0
