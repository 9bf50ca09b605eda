# jb_add_module(<name> LAYER <n> [USES <lower modules>] [EXTERNAL <targets>])
#
# A module is a folder: every *.c in it is compiled, include/ is what others may see. The sources
# are found by glob so that adding a file needs no edit here; CONFIGURE_DEPENDS makes the build
# look again each time, so a new or deleted file is noticed without configuring by hand.
#
# A module may use only modules of a strictly lower layer, declared before it. Linking a module is
# what makes its headers visible, so an include in the wrong direction does not compile.
define_property(TARGET PROPERTY JB_LAYER BRIEF_DOCS "layer" FULL_DOCS "dependency layer")

function(jb_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 M "" "LAYER" "USES;EXTERNAL;EXCLUDE")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.c)
  foreach(file IN LISTS M_EXCLUDE)
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()

  set(include ${CMAKE_CURRENT_SOURCE_DIR}/include)
  if(sources)
    add_library(jb_${name} STATIC ${sources})
    target_include_directories(jb_${name} PUBLIC ${include} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(jb_${name} PRIVATE jb_options ${M_EXTERNAL})
    set(visible PUBLIC)
  else()
    # A tree in the making: its headers can be used already, and the rest can be built.
    if(JB_STRICT)
      message(FATAL_ERROR "module ${name} has no source files in ${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    message(STATUS "Module ${name}: no source files yet, headers only")
    add_library(jb_${name} INTERFACE)
    target_include_directories(jb_${name} INTERFACE ${include})
    set(visible INTERFACE)
  endif()
  add_library(jb::${name} ALIAS jb_${name})
  set_target_properties(jb_${name} PROPERTIES JB_LAYER ${M_LAYER})

  foreach(dep IN LISTS M_USES)
    if(NOT TARGET jb_${dep})
      message(FATAL_ERROR "module ${name} uses ${dep}, which is not declared below it")
    endif()
    get_target_property(dep_layer jb_${dep} JB_LAYER)
    if(NOT dep_layer LESS M_LAYER)
      message(FATAL_ERROR "layering: ${name} (${M_LAYER}) must not use ${dep} (${dep_layer})")
    endif()
    target_link_libraries(jb_${name} ${visible} jb::${dep})
  endforeach()

  set_property(GLOBAL APPEND PROPERTY JB_MODULES ${name})
  set_property(GLOBAL PROPERTY JB_MODULE_DIR_${name} ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()

# jb_check_headers(): one generated .c per public header, which includes it and nothing else, twice.
# It compiles only if the header includes all it needs and has a guard.
function(jb_check_headers)
  get_property(modules GLOBAL PROPERTY JB_MODULES)
  foreach(module IN LISTS modules)
    get_property(dir GLOBAL PROPERTY JB_MODULE_DIR_${module})
    file(GLOB headers CONFIGURE_DEPENDS ${dir}/include/jinbang/*.h)
    set(units "")
    foreach(header IN LISTS headers)
      cmake_path(GET header FILENAME file)
      set(unit ${CMAKE_CURRENT_BINARY_DIR}/headers/${module}_${file}.c)
      set(JB_HEADER jinbang/${file})
      configure_file(${PROJECT_SOURCE_DIR}/tools/cmake/header_alone.c.in ${unit} @ONLY)
      list(APPEND units ${unit})
    endforeach()
    if(units)
      add_library(jb_headers_${module} OBJECT ${units})
      target_link_libraries(jb_headers_${module} PRIVATE jb::${module} jb_options)
    endif()
  endforeach()
endfunction()
