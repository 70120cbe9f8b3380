# Reads the reports that Surefire and Failsafe leave in target/*-reports of all modules. To be sourced.

# tests DIRECTORY-NAME: how many tests the reports count
tests() {
  find . -path "*/target/$1/TEST-*.xml" -exec grep -ho '<testsuite [^>]*' {} + |
    sed -n 's/.* tests="\([0-9]*\)".*/\1/p' | awk '{ n += $1 } END { print n + 0 }'
}

# flakes LABEL: a line for each test that failed and then passed
flakes() {
  find . -path '*/target/*-reports/TEST-*.xml' -exec awk -v label="$1" '
    function attribute(name) {
      return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "?"
    }
    /^ *<testcase / { test = attribute("classname") "." attribute("name"); told = 0 }
    /^ *<flaky(Failure|Error)[ >]/ && !told { print test " (" label ")"; told = 1 }
  ' {} +
}

# class_times LABEL: a line for each test class, with its seconds before it
class_times() {
  find . -path '*/target/*-reports/TEST-*.xml' -exec grep -h -m1 '<testsuite ' {} + |
    sed -n 's/.* name="\([^"]*\)".* time="\([0-9.,]*\)".*/\2 \1/p' | tr -d , |
    awk -v label="$1" '{ print $1 " s  " $2 " (" label ")" }'
}
