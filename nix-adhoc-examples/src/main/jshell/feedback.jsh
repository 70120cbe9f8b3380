// The mode "normal" of JShell, but for its truncation: results and tables are shown whole. It cannot be copied here, since
// JShell has none before its start-up scripts have run.
/set mode nix -command
/set prompt nix "\njshell> " "   ...> "
/set format nix action "created" added-primary
/set format nix action "modified" modified-primary
/set format nix action "replaced" replaced-primary
/set format nix action "overwrote" overwrote-primary
/set format nix action "dropped" dropped-primary
/set format nix action "  update created" added-update
/set format nix action "  update modified" modified-update
/set format nix action "  update replaced" replaced-update
/set format nix action "  update overwrote" overwrote-update
/set format nix action "  update dropped" dropped-update
/set format nix display "{result}{pre}created scratch variable {name} : {type}{post}" expression-added,modified,replaced-primary
/set format nix display "{result}{pre}value of {name} : {type}{post}" varvalue-added,modified,replaced-primary
/set format nix display "{result}{pre}assigned to {name} : {type}{post}" assignment-primary
/set format nix display "{result}{pre}{action} variable {name} : {type}{resolve}{post}" varinit,vardecl
/set format nix display "{pre}{action} variable {name}{resolve}{post}" vardecl,varinit-notdefined
/set format nix display "{pre}{action} variable {name}{post}" dropped-vardecl,varinit,expression
/set format nix display "{pre}{action} {typeKind} {name}{resolve}{post}" class,interface,enum,annotation,record
/set format nix display "{pre}{action} method {name}({type}){resolve}{post}" method
/set format nix display "{pre}attempted to use {typeKind} {name}{resolve}{post}" used-class,interface,enum,annotation,record
/set format nix display "{pre}attempted to call method {name}({type}){resolve}{post}" used-method
/set format nix display "" added,modified,replaced,overwrote,dropped-update
/set format nix display "{pre}{action} variable {name}, reset to null{post}" replaced-vardecl,varinit-ok-update
/set format nix display "{pre}{action} variable {name}{resolve}{post}" replaced-vardecl,varinit-notdefined
/set format nix display "{result}" added,modified,replaced-expression,varvalue,assignment,varinit,vardecl-ok-primary
/set format nix err "%6$s"
/set format nix errorline "{post}{pre}    {err}"
/set format nix errorpost "%n"
/set format nix errorpre "|  "
/set format nix errors "%5$s"
/set format nix name "%1$s"
/set format nix post "%n"
/set format nix pre "|  "
/set format nix resolve "{until}{unrerr}" defined,notdefined-added,modified,replaced,used
/set format nix result "{name} ==> {value}{post}" added,modified,replaced-ok-primary
/set format nix type "%2$s"
/set format nix typeKind "class" class
/set format nix typeKind "interface" interface
/set format nix typeKind "enum" enum
/set format nix typeKind "annotation interface" annotation
/set format nix typeKind "record" record
/set format nix unrerr "{unresolved} is declared" unresolved1-error0
/set format nix unrerr "{unresolved} are declared" unresolved2-error0
/set format nix unrerr " this error is corrected: {errors}" unresolved0-error1
/set format nix unrerr "{unresolved} is declared and this error is corrected: {errors}" unresolved1-error1
/set format nix unrerr "{unresolved} are declared and this error is corrected: {errors}" unresolved2-error1
/set format nix unrerr " these errors are corrected: {errors}" unresolved0-error2
/set format nix unrerr "{unresolved} is declared and these errors are corrected: {errors}" unresolved1-error2
/set format nix unrerr "{unresolved} are declared and these errors are corrected: {errors}" unresolved2-error2
/set format nix unresolved "%4$s"
/set format nix until ", however, it cannot be instantiated or its methods invoked until" defined-class,record-primary
/set format nix until ", however, its methods cannot be invoked until" defined-interface-primary
/set format nix until ", however, it cannot be used until" defined-enum,annotation-primary
/set format nix until ", however, it cannot be invoked until" defined-method-primary
/set format nix until ", however, it cannot be referenced until" notdefined-primary
/set format nix until " which cannot be instantiated or its methods invoked until" defined-class,record-update
/set format nix until " whose methods cannot be invoked until" defined-interface-update
/set format nix until " which cannot be invoked until" defined-method-update
/set format nix until " which cannot be referenced until" notdefined-update
/set format nix value "%3$s"
/set truncation nix 20000
/set truncation nix 20000 varvalue,expression,varinit,vardecl,assignment
