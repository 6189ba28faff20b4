#include "courts/files/stray.h"

#include <algorithm>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_stray_folder(std::string_view name) {
  return name.starts_with('.') ||
         is_one_of(name, {"__MACOSX", "$RECYCLE.BIN", "System Volume Information", "lost+found"});
}

bool is_stray_file(std::string_view name) {
  const std::string words = lowered(name);
  const std::size_t dot = words.rfind('.');
  const std::string_view kind = dot == std::string::npos ? std::string_view{} : std::string_view{words}.substr(dot);
  if (name.starts_with('.') || name.starts_with("~$") || name.ends_with('~')) return true;
  if (is_one_of(words, {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "robots.txt", "sha256sums"})) return true;
  if (is_one_of(kind, {".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".woff", ".woff2",
                       ".ttf", ".lnk", ".url", ".webloc"}))
    return true;
  const bool page = kind == ".html" || kind == ".htm";
  return !page && (words.starts_with("readme") || words.starts_with("license") || words.starts_with("wget-log"));
}

}  // namespace

bool is_stray(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return is_stray_file(path);
    if (is_stray_folder(path.substr(0, slash))) return true;
    path.remove_prefix(slash + 1);
  }
}

bool is_of_a_saved_page(std::string_view path, const std::function<bool(const std::string&)>& is_file) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    const std::string_view folder = path.substr(0, slash);
    for (const std::string_view tail : {"_files", ".files", "_файлы", "_файли", "-Dateien", "_fichiers", "_archivos"}) {
      if (!folder.ends_with(tail)) continue;
      const std::string page{folder.substr(0, folder.size() - tail.size())};
      for (const char* kind : {".html", ".htm", ".xhtml", ".HTML", ".HTM", ".php", ""})
        if (is_file(page + kind)) return true;
    }
  }
  return false;
}

}  // namespace waymark::courts
