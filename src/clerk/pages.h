// Pages: what each page of the clerk shows, as template values. Nothing is decided here; see flow.h.
#pragma once

#include <string>
#include <vector>

#include "clerk/book.h"
#include "clerk/form_reader.h"
#include "clerk/post_office.h"

namespace waymark::clerk {

/// What all pages of one language share.
struct PageContext {
  const Book& book;
  const pack::Pack& pack;
  Language language;
  std::string leave;  ///< where Leave goes
  std::string title;  ///< neutral, of the organisation's choice
  std::uint32_t today;
};

/// Which questions and details a form shows.
struct FormParts {
  std::vector<const pack::Question*> questions;
  std::vector<DetailPlace> details = {};  ///< of answers whose questions are not on this page
  bool first = true;                      ///< the whole form, or what follows from it
};

/// "Wed 25 Nov"; with the year if it is not this one.
std::string date_text(const PageContext& context, std::uint32_t day);

/// Values with the frame's own: where Leave goes.
http::TemplateValues framed(const PageContext& context);
/// The same with links to the page `tail` in the other languages.
http::TemplateValues framed_with_languages(const PageContext& context, std::string_view tail);

std::string chooser_page(const PageContext& context);
/// @param relays addresses where the pages with scripts are
std::string before_page(const PageContext& context, std::string_view name, const std::vector<std::string>& relays);
/// @param blob the sealed visit, or empty when there is none yet
std::string form_page(const PageContext& context, const FormParts& parts, const Draft& draft,
                      const std::vector<Trouble>& troubles, std::string_view blob);
/// @param parts the text is longer than one message
std::string review_page(const PageContext& context, const Draft& draft, bool parts, std::string_view blob);
std::string words_page(const PageContext& context, const mailbox::Phrase& phrase, std::string_view blob);
/// @param picks what was marked, -1 for nothing; empty the first time
std::string practice_page(const PageContext& context, const Visit& visit, const std::vector<int>& picks,
                          std::string_view blob);
std::string send_page(const PageContext& context, std::string_view blob);
/// @param parts the visit's draft holds the rest of a text that was longer than one message
struct SentAs {
  bool calm = true;
  bool parts = false;     ///< something of the text waits to go in a further message
  std::string kept = {};  ///< in how many places it is kept, as a sentence; empty: nothing is said
  bool look = false;      ///< asking again may bring another answer
};
std::string sent_page(const PageContext& context, const Visit& visit, const SentAs& sent, std::string_view blob);
/// @param sentence what is wrong with the words, or nothing
std::string return_page(const PageContext& context, std::string_view sentence);
std::string which_page(const PageContext& context, const Visit& visit, std::string_view blob);
/// As many replies as kInboxBytes allows, the newest first.
/// @param from the first one that is shown, by its place in `inbox`; 0 when there are not so many
std::string inbox_page(const PageContext& context, const Inbox& inbox, std::size_t from, std::string_view notice,
                       std::string_view blob);
/// @param rest the text is what is left of a longer one
std::string more_page(const PageContext& context, std::string_view text, const std::vector<Trouble>& troubles,
                      bool rest, std::string_view blob);
std::string erase_page(const PageContext& context, std::string_view blob);

/// A title, some sentences, and a way on.
struct Notice {
  std::string title;
  std::vector<std::string> lines;
  std::string again = {};  ///< name of the button that tries the same again; needs a blob
  std::string again_label = {};
  std::string link = {};  ///< or a link
  std::string link_label = {};
};
std::string notice_page(const PageContext& context, const Notice& notice, std::string_view blob);

}  // namespace waymark::clerk
