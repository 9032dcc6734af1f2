# tapset: the library in the script language, one subject a file.
tapsetdir = $(pkgdatadir)/tapset
dist_tapset_DATA = \
	tapset/errno.stp \
	tapset/kprobe.stp \
	tapset/oneshot.stp \
	tapset/registers.stp
