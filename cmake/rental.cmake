# Every target links this: language level, warnings, sanitizers.
add_library(rental_options INTERFACE)
target_compile_features(rental_options INTERFACE cxx_std_20)
target_include_directories(rental_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(
  rental_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow
                           -Wnon-virtual-dtor -Woverloaded-virtual
                           $<$<BOOL:${RENTAL_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
  # False alarms of the optimisers of g++ 12 to 14: text + text (GCC bug 105329)
  # and std::variant of which another alternative is set (GCC bug 105562).
  target_compile_options(rental_options INTERFACE -Wno-restrict
                                                  -Wno-maybe-uninitialized)
endif()
if(RENTAL_JOINED AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A joined source is not the main file, so that g++ takes it for a header and
  # warns of types that use its anonymous namespace.
  target_compile_options(rental_options INTERFACE -Wno-subobject-linkage)
endif()
target_link_libraries(rental_options INTERFACE Threads::Threads)
if(RENTAL_SANITIZE)
  # CAF 0.17 binds a reference to a null shared_ptr<tuple<>> for every
  # function-based actor without spawn arguments, hence -fno-sanitize=null.
  target_compile_options(
    rental_options INTERFACE -fsanitize=${RENTAL_SANITIZE}
                             -fno-omit-frame-pointer -fno-sanitize=null
                             -fno-sanitize-recover=all)
  target_link_options(rental_options INTERFACE -fsanitize=${RENTAL_SANITIZE})
  if(RENTAL_SANITIZE MATCHES "thread")
    # Boost.Asio's fences are not known to TSan; g++ warns of each.
    target_compile_options(rental_options INTERFACE -Wno-tsan)
  endif()
endif()
if(RENTAL_FUZZ)
  # Tells libFuzzer which branches an input takes.
  target_compile_options(rental_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# rental_room(NAME x SOURCES a.cpp ... LINKS target ...)
# The library of one folder.
function(rental_room)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS" ${ARGN})
  if(ARG_SOURCES)
    add_library(rental_${ARG_NAME} STATIC ${ARG_SOURCES})
    target_link_libraries(rental_${ARG_NAME} PUBLIC rental_options ${ARG_LINKS})
  else()
    add_library(rental_${ARG_NAME} INTERFACE)
    target_link_libraries(rental_${ARG_NAME} INTERFACE rental_options
                                                       ${ARG_LINKS})
  endif()
endfunction()

# rental_test(NAME x SOURCES a_test.cpp ... LINKS target ...)
# One test program; every TEST in it becomes a CTest.
function(rental_test)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINKS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  # Tests are compiled more often than run.
  target_compile_options(${ARG_NAME} PRIVATE $<$<CONFIG:Release>:-O0>)
  target_link_libraries(${ARG_NAME} PRIVATE rental_options ${ARG_LINKS}
                                            GTest::gtest GTest::gmock GTest::gtest_main)
  # Only where it is used: a path on the command line is a compilation that no
  # other clone can share.
  foreach(source IN LISTS ARG_SOURCES)
    file(STRINGS "${source}" uses REGEX RENTAL_SOURCE_DIR)
    if(uses)
      set_property(SOURCE "${source}" APPEND PROPERTY COMPILE_DEFINITIONS
                   "RENTAL_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")
    endif()
  endforeach()
  gtest_discover_tests(${ARG_NAME} TEST_PREFIX "${ARG_NAME}." DISCOVERY_MODE PRE_TEST
                       PROPERTIES TIMEOUT 120)
endfunction()
