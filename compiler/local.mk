# compiler: names, types, probe points, fetch planning, code. compile.c lists the passes.
libmstap_a_SOURCES += \
	compiler/actions.c \
	compiler/build.c \
	compiler/build_function.c \
	compiler/build_perf.c \
	compiler/build_trace.c \
	compiler/common.c \
	compiler/carried.def compiler/carriers.c compiler/carriers.h \
	compiler/cgroups.c \
	compiler/compile.c compiler/compile.h \
	compiler/compiler.h \
	compiler/context.c compiler/context.def \
	compiler/elide.c \
	compiler/cpath.c compiler/cpath.h \
	compiler/ctargets.c compiler/ctargets.h \
	compiler/cvalue.c \
	compiler/embedded.c \
	compiler/emit.c compiler/emit.h \
	compiler/emit_branch.c \
	compiler/emit_call.c \
	compiler/emit_expr.c \
	compiler/emit_lvalue.c \
	compiler/emit_probes.c \
	compiler/emit_stmt.c \
	compiler/entry.c \
	compiler/families.def \
	compiler/fields.c compiler/fields.h \
	compiler/constants.c compiler/constants.h \
	compiler/elements.c compiler/elements.h \
	compiler/enumerators.c compiler/enumerators.h \
	compiler/fold.c \
	compiler/generate.c compiler/generate.h \
	compiler/formats.c compiler/formats.h \
	compiler/guard.c compiler/guard.h \
	compiler/guard_formula.c \
	compiler/guard_test.c \
	compiler/halves.c \
	compiler/infer_call.c \
	compiler/infer_expr.c \
	compiler/inference.h \
	compiler/integers.def \
	compiler/instance.h \
	compiler/iteration.c \
	compiler/kernel_names.c \
	compiler/library.c compiler/library.h \
	compiler/list_probes.c \
	compiler/listing.c compiler/listing.h \
	compiler/lvalues.c \
	compiler/mismatch.c \
	compiler/missing.c \
	compiler/names.c \
	compiler/namesakes.def \
	compiler/plan_call.c \
	compiler/plan_choice.c \
	compiler/plan_context.c \
	compiler/plan_entry.c \
	compiler/plan_expr.c \
	compiler/plan_element.c compiler/plan_target.c \
	compiler/plan_value.c \
	compiler/plan_task.c compiler/task_reads.def \
	compiler/planner.c compiler/planner.h \
	compiler/point_rows.c \
	compiler/points.c compiler/points.def compiler/points.h \
	compiler/pretty.c compiler/pretty.h \
	compiler/print.c \
	compiler/refused.c compiler/refused.def \
	compiler/resolve_expr.c \
	compiler/resolver.h \
	compiler/scope.c \
	compiler/settings.c \
	compiler/shelves.def \
	compiler/similar.c \
	compiler/statistics.c \
	compiler/symbols.c \
	compiler/tapset_dirs.c compiler/tapset_dirs.h \
	compiler/targets.c \
	compiler/tracepoints.c compiler/tracepoints.h \
	compiler/types.c \
	compiler/unify.c \
	compiler/regex.c \
	compiler/regex_check.c \
	compiler/unused.c \
	compiler/usage.c \
	compiler/walk.c \
	compiler/warnings.c
