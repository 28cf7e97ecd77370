# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
#
# cmake -P desktop.cmake: what a desktop reads about Rivulet is valid: entry, metainfo, icon and manual page.
cmake_minimum_required(VERSION 3.25)
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(linux "${root}/packaging/linux")
set(id org.rivulet.Rivulet)

function(must what)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0 OR (what STREQUAL "manual page" AND NOT output STREQUAL ""))
        message(SEND_ERROR "${what}:\n${output}")
    endif()
endfunction()

must("desktop entry" desktop-file-validate "${linux}/${id}.desktop")
must("metainfo" appstreamcli validate --no-net "${linux}/${id}.metainfo.xml")
# man writes its warnings to standard error and the page to a file that nobody reads.
must("manual page" env LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 sh -c
    "man --warnings -E UTF-8 -l -Tutf8 -Z '${linux}/rivulet.1' >/dev/null")

# The metainfo's newest release is the version that is built.
file(STRINGS "${root}/CMakeLists.txt" project REGEX "^project\\(rivulet VERSION")
string(REGEX MATCH "VERSION ([0-9.]+)" version "${project}")
set(version "${CMAKE_MATCH_1}")
file(STRINGS "${linux}/${id}.metainfo.xml" releases REGEX "<release ")
list(GET releases 0 newest)
if(NOT newest MATCHES "version=\"${version}\"")
    message(SEND_ERROR "metainfo: the newest release is not ${version}")
endif()
