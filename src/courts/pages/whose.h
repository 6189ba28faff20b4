// Whose it is: which sections of a card speak of another court or of a complaint, and who is accused of what where the
// page says that apart from the names. Inside of read_page.
#pragma once

#include <string>
#include <vector>

#include "courts/archive/records.h"
#include "courts/pages/labels.h"
#include "courts/pages/page.h"

namespace waymark::courts {

/// Whether a section speaks of a complaint, of the court below or above, or of writs: its days and results are theirs.
bool is_about_another(const Section& section);
/// Whether a section says what only the case itself has: УИД, number, day of receipt, judge.
bool is_about_the_case(const Section& section);
/// What a section about the court below says of the case itself: where it was.
bool is_of_the_lower_court(Label label);

/// "Подсудимый | Вязов Г.И. (Ст. 337, Ч. 5)" in a row of a card without tables.
void take_accused(Card& card, const Pair& pair, std::vector<Note>& notes);
/// Sites of magistrates list the accused among the parties, under that role.
void take_accused_among_parties(Card& card);
/// Articles that stand apart from the names are those of the only accused, or the only article of all of them. Else
/// nobody can tell whose is which: a note says so.
void share_articles(Card& card, const std::string& articles, std::vector<Note>& notes);

}  // namespace waymark::courts
