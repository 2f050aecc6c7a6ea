# A disk whose power can be cut, under SQLite.
hansa_library(hansa_power_cut SOURCES power_cut_disk.cc power_cut_vfs.cc DEPS hansa_base SQLite::SQLite3)
