// What systems, browsers and programs leave beside saved pages, in folders and in packed ones. None of it is an answer
// of a court, so it must not count as one that is missing.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace waymark::courts {

/// Hidden files, lists of thumbnails, pictures and scripts, notes of whoever made the folder.
/// @param path  relative, with "/" between the parts
bool is_stray(std::string_view path);

/// "page_files" beside "page.html": what a browser saves with a page, under the word of its language. A folder of that
/// name without its page is somebody's own.
/// @param is_file  whether a path relative to the same folder is a file
bool is_of_a_saved_page(std::string_view path, const std::function<bool(const std::string&)>& is_file);

}  // namespace waymark::courts
