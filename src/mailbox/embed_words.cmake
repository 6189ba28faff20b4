# Writes OUTPUT, a .cpp with the words of one list: cmake -DINPUT=ru.txt -DNAME=kRussianWords -DOUTPUT=… -P embed_words.cmake
file(STRINGS ${INPUT} words ENCODING UTF-8)
list(LENGTH words count)
if(NOT count EQUAL 2048)
  message(FATAL_ERROR "${INPUT} has ${count} lines, not 2048")
endif()
list(JOIN words "\",\n\"" joined)
file(WRITE ${OUTPUT}
"// Made at build time from ${NAME}'s list in src/mailbox/words; do not edit.
#include \"mailbox/embedded_words.h\"

namespace waymark::mailbox {

const std::array<std::string_view, kListWords> ${NAME}{
\"${joined}\"};

}  // namespace waymark::mailbox
")
