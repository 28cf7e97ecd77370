# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
#
# cmake -P format.cmake: every C++ file is laid out as clang-format would.
cmake_minimum_required(VERSION 3.25)
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
find_program(CLANG_FORMAT NAMES clang-format-19 REQUIRED)
file(GLOB_RECURSE sources "${root}/app/*.h" "${root}/app/*.cpp" "${root}/core/*.h" "${root}/core/*.cpp"
    "${root}/tests/*.h" "${root}/tests/*.cpp")
execute_process(COMMAND ${CLANG_FORMAT} --dry-run -Werror ${sources} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "Run clang-format-19 -i on the files above.")
endif()
list(LENGTH sources count)
message(STATUS "format: ${count} files")
