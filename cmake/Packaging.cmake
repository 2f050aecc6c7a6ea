# cpack -G DEB in a release build makes hansa-coordinator, hansa-client and hansa-lab; man pages come from the programs'
# own help. Files beside: cmake/packaging.
include(GNUInstallDirs)
set(HANSA_PACKAGING ${CMAKE_SOURCE_DIR}/cmake/packaging)
set(HANSA_PACKAGED ${CMAKE_BINARY_DIR}/packaging)

# hansa_unit(name): a systemd unit and its user; maintainer scripts and the settings' file of its package.
function(hansa_unit name)
  set(PACKAGE ${name})
  file(READ ${HANSA_PACKAGING}/systemd/hardening.in HARDENING)
  configure_file(${HANSA_PACKAGING}/systemd/${name}.service.in ${HANSA_PACKAGED}/${name}/${name}.service @ONLY)
  foreach(script postinst prerm postrm)
    configure_file(${HANSA_PACKAGING}/debian/${script}.in ${HANSA_PACKAGED}/${name}/${script} @ONLY
                   FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  endforeach()
  configure_file(${HANSA_PACKAGING}/debian/conffiles.in ${HANSA_PACKAGED}/${name}/conffiles @ONLY)
  install(FILES ${HANSA_PACKAGED}/${name}/${name}.service DESTINATION lib/systemd/system COMPONENT ${name})
  install(FILES ${HANSA_PACKAGING}/sysusers/${name}.conf DESTINATION lib/sysusers.d COMPONENT ${name})
  install(FILES ${HANSA_PACKAGING}/debian/${name}.default DESTINATION /etc/default RENAME ${name} COMPONENT ${name})
endfunction()

# hansa_manual(package section command ...): compressed man pages; "hansa job" becomes hansa-job(1). A program has one, and
# so has a subcommand with subcommands of its own; the others are in the page of what they belong to.
find_program(HANSA_HELP2MAN help2man)
function(hansa_manual package section)
  if(NOT HANSA_HELP2MAN)
    message(STATUS "No man pages: help2man is not installed")
    return()
  endif()
  foreach(command IN LISTS ARGN)
    string(REPLACE " " ";" words ${command})
    list(GET words 0 program)
    string(REPLACE " " "-" page ${command})
    set(out ${HANSA_PACKAGED}/man/${page}.${section}.gz)
    add_custom_command(OUTPUT ${out}
      COMMAND sh ${HANSA_PACKAGING}/manual.sh ${HANSA_HELP2MAN} ${section} ${PROJECT_VERSION} "$<TARGET_FILE:${program}>" ${out} ${words}
      DEPENDS ${program} ${HANSA_PACKAGING}/manual.sh VERBATIM)
    install(FILES ${out} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT ${package})
    list(APPEND pages ${out})
  endforeach()
  add_custom_target(${package}-manual-${section} ALL DEPENDS ${pages})
endfunction()

# hansa_documents(package): copyright and changelog, as every Debian package has them.
function(hansa_documents package)
  set(PACKAGE ${package})
  configure_file(${HANSA_PACKAGING}/debian/changelog.in ${HANSA_PACKAGED}/${package}/changelog @ONLY)
  add_custom_command(OUTPUT ${HANSA_PACKAGED}/${package}/changelog.gz
    COMMAND gzip -9n <${HANSA_PACKAGED}/${package}/changelog >${HANSA_PACKAGED}/${package}/changelog.gz
    DEPENDS ${HANSA_PACKAGED}/${package}/changelog)
  add_custom_target(${package}-changelog ALL DEPENDS ${HANSA_PACKAGED}/${package}/changelog.gz)
  install(FILES ${HANSA_PACKAGING}/debian/copyright ${HANSA_PACKAGED}/${package}/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${package})
endfunction()

install(TARGETS hansa hansa-coordinator RUNTIME COMPONENT hansa-coordinator)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/experiments/jobs ${CMAKE_SOURCE_DIR}/experiments/data
        DESTINATION ${CMAKE_INSTALL_DATADIR}/hansa COMPONENT hansa-coordinator)
hansa_unit(hansa-coordinator)
hansa_documents(hansa-coordinator)
hansa_manual(hansa-coordinator 1 hansa "hansa authority" "hansa coordinator" "hansa site" "hansa job" "hansa model")
hansa_manual(hansa-coordinator 8 hansa-coordinator)

install(TARGETS hansa-client RUNTIME COMPONENT hansa-client)
if(HANSA_TORCH)
  install(TARGETS hansa-trainer RUNTIME COMPONENT hansa-client)
  install(TARGETS hansa-lab RUNTIME COMPONENT hansa-lab)
  hansa_documents(hansa-lab)
  hansa_manual(hansa-client 8 hansa-trainer)
  hansa_manual(hansa-lab 1 hansa-lab "hansa-lab bench")
endif()
install(FILES ${HANSA_PACKAGING}/site.toml.example DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/hansa-client/examples
        RENAME site.toml COMPONENT hansa-client)
hansa_unit(hansa-client)
hansa_documents(hansa-client)
hansa_manual(hansa-client 1 hansa-client)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_PACKAGE_NAME hansa)
set(CPACK_PACKAGE_VENDOR Hansa)
set(CPACK_PACKAGE_CONTACT "The authors of Hansa <hansa@localhost>")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL hansa-coordinator hansa-client)
if(HANSA_TORCH)
  list(APPEND CPACK_COMPONENTS_ALL hansa-lab)
endif()

foreach(package hansa-coordinator hansa-client)
  string(TOUPPER ${package} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_DEPENDS "init-system-helpers (>= 1.52), systemd | systemd-standalone-sysusers")
  set(CPACK_DEBIAN_${key}_PACKAGE_CONTROL_EXTRA ${HANSA_PACKAGED}/${package}/postinst ${HANSA_PACKAGED}/${package}/prerm
      ${HANSA_PACKAGED}/${package}/postrm ${HANSA_PACKAGED}/${package}/conffiles)
endforeach()
foreach(package hansa-coordinator hansa-client hansa-lab)
  string(TOUPPER ${package} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${package})
endforeach()
set(CPACK_COMPONENT_HANSA-COORDINATOR_DESCRIPTION "coordinator of federated learning, and its command line
Schedules rounds of federated learning over sites that keep their data, adds
their masked updates without seeing a single one, and publishes signed models.
The program hansa is for operators and data scientists.")
set(CPACK_COMPONENT_HANSA-CLIENT_DESCRIPTION "agent of a site that takes part in federated learning
Trains on data that stays on this machine, within the policy that its owner
wrote, and sends masked sums only.")
set(CPACK_COMPONENT_HANSA-LAB_DESCRIPTION "benchmarks and simulated fleets of federated learning
Measures Hansa beside the physical limits of the machine, and runs whole
fleets under virtual time.")
set(CPACK_DEBIAN_HANSA-COORDINATOR_PACKAGE_SUGGESTS "hansa-client")
set(CPACK_DEBIAN_HANSA-CLIENT_PACKAGE_RECOMMENDS "libopenblas0-serial")
set(CPACK_DEBIAN_HANSA-CLIENT_PACKAGE_SUGGESTS "librsvg2-bin")
include(CPack)
