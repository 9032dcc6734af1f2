# runtime/native: machine code for hot loops; the only code that knows a processor's instructions.
# Where configure found no encoder for the processor, or --disable-native, loops are interpreted.
NATIVE = runtime/native/assembly.c runtime/native/assembly.h \
	runtime/native/machine.h \
	runtime/native/native.c runtime/native/native.def \
	runtime/native/region.c runtime/native/region.h \
	runtime/native/translate.c runtime/native/translate.h \
	runtime/vm_native.c
if NATIVE_X86_64
libmstap_a_SOURCES += $(NATIVE) runtime/native/machine_x86_64.c
else
EXTRA_DIST += $(NATIVE) runtime/native/machine_x86_64.c
endif
