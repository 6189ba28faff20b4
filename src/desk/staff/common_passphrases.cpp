#include "desk/staff/common_passphrases.h"

#include <array>

namespace waymark::desk {
namespace {

constexpr auto kCommon = std::to_array<std::string_view>(
    {// Russian
     "пароль", "парол", "привет", "приветик", "любовь", "люблю", "люблютебя", "солнце", "солнышко", "зайка", "зайчик",
     "котик", "котенок", "кошка", "собака", "малыш", "малышка", "мама", "папа", "мамапапа", "сестра", "братик",
     "бабушка", "дедушка", "семья", "сынок", "доченька", "дочка", "наташа", "настя", "настена", "саша", "сашенька",
     "маша", "машенька", "даша", "оля", "оленька", "ольга", "елена", "ленка", "ирина", "марина", "светлана", "света",
     "татьяна", "танюша", "катя", "катюша", "екатерина", "анна", "анечка", "юля", "юлия", "алена", "вика", "виктория",
     "кристина", "полина", "ксюша", "надежда", "вера", "людмила", "галина", "сергей", "серега", "андрей", "алексей",
     "леша", "дмитрий", "дима", "димка", "максим", "макс", "михаил", "миша", "иван", "ваня", "никита", "артем", "антон",
     "роман", "рома", "денис", "игорь", "олег", "владимир", "вова", "вован", "николай", "коля", "павел", "паша",
     "евгений", "женя", "виктор", "юрий", "кирилл", "илья", "егор", "данил", "москва", "россия", "родина", "победа",
     "свобода", "мир", "счастье", "удача", "жизнь", "мечта", "ангел", "бог", "господь", "король", "королева",
     "принцесса", "чемпион", "спартак", "зенит", "динамо", "локомотив", "футбол", "хоккей", "январь", "февраль", "март",
     "апрель", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь", "понедельник", "пятница", "весна",
     "осень", "зима", "лето", "админ", "администратор", "секрет", "секретно", "тайна", "ключ", "доступ", "вход",
     "войти", "логин", "тест", "тестовый", "проверка", "работа", "начальник", "директор", "компьютер", "телефон",
     "интернет", "вконтакте", "яндекс", "машина", "дракон", "тигр", "медведь", "волк", "спасибо", "здравствуй",
     "здравствуйте", "незнаю", "забыл", "непомню", "кодоваяфраза", "ненадо", "помощь", "помогите", "линияпомощи",
     "волонтер", "беги", "лесом", "война", "армия", "солдат", "повестка", "мобилизация",
     // Ukrainian
     "привіт", "вітаю", "любов", "кохання", "кохаю", "кохаютебе", "сонце", "сонечко", "кошеня", "кицька", "пес",
     "малюк", "мамо", "матуся", "татусь", "сестричка", "брате", "бабуся", "дідусь", "синочок", "донечка", "наталка",
     "оксана", "оленка", "олена", "ірина", "марічка", "марійка", "галя", "галинка", "тетяна", "катруся", "катерина",
     "ганна", "юлія", "вікторія", "христина", "поліна", "надія", "віра", "софія", "соломія", "сергій", "андрій",
     "олексій", "дмитро", "михайло", "іван", "микита", "ігор", "володимир", "микола", "павло", "євген", "віктор",
     "юрій", "кирило", "ілля", "єгор", "данило", "тарас", "богдан", "остап", "назар", "київ", "львів", "одеса",
     "харків", "дніпро", "україна", "батьківщина", "перемога", "воля", "щастя", "доля", "мрія", "янгол", "принцеса",
     "шахтар", "козак", "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень",
     "жовтень", "листопад", "грудень", "понеділок", "пʼятниця", "осінь", "літо", "адмін", "адміністратор", "таємниця",
     "таємно", "вхід", "логін", "перевірка", "робота", "компʼютер", "інтернет", "ведмідь", "вовк", "дякую",
     "доброгодня", "забув", "допомога", "допоможіть", "лініядопомоги", "війна", "армія", "мобілізація", "славаукраїні",
     // English, Russian in Latin letters, and Russian typed with the wrong layout
     "password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "pa55word", "pass1word", "mypass", "letmein",
     "welcome", "hello", "helloworld", "iloveyou", "loveyou", "lovely", "love", "sunshine", "princess", "prince",
     "angel", "baby", "babygirl", "sweetheart", "darling", "honey", "kitty", "puppy", "monkey", "dragon", "tiger",
     "shadow", "master", "mustang", "superman", "batman", "spiderman", "pokemon", "starwars", "football", "baseball",
     "basketball", "soccer", "hockey", "liverpool", "arsenal", "chelsea", "barcelona", "michael", "jennifer", "jessica",
     "ashley", "daniel", "andrew", "joshua", "matthew", "anthony", "charlie", "thomas", "robert", "william", "david",
     "james", "john", "maria", "anna", "natasha", "sergey", "andrey", "alexander", "dmitry", "maksim", "nikita",
     "vladimir", "victoria", "elena", "olga", "marina", "svetlana", "oksana", "katya", "admin", "administrator", "root",
     "guest", "user", "username", "login", "access", "secret", "private", "security", "changeme", "change", "default",
     "test", "tester", "testing", "temp", "temporary", "computer", "internet", "google", "facebook", "instagram",
     "telegram", "whatsapp", "youtube", "android", "iphone", "samsung", "microsoft", "windows", "linux", "freedom",
     "liberty", "peace", "happy", "lucky", "flower", "summer", "winter", "spring", "autumn", "january", "february",
     "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday",
     "wednesday", "thursday", "friday", "saturday", "sunday", "money", "business", "manager", "office", "volunteer",
     "helpline", "helpme", "please", "thankyou", "goodmorning", "whatever", "nothing", "trustno1", "qazwsx",
     "qazwsxedc", "1qaz2wsx", "1q2w3e4r", "1q2w3e4r5t", "q1w2e3r4", "zaq12wsx", "abc123", "aa123456", "a1b2c3",
     "asdqwe", "asd123", "qwe123", "q1w2e3", "correcthorsebatterystaple", "correct", "horse", "battery", "staple",
     "parol", "privet", "lubov", "lublu", "solnce", "zaika", "kotik", "mama", "papa", "nastya", "russia", "rossiya",
     "moskva", "ukraine", "ukraina", "kiev", "kyiv", "slava", "pobeda", "svoboda", "spartak", "zenit", "dinamo",
     "andrei", "gfhjkm", "ghbdtn", "k.,jdm", "cjkywt", "gfhfljrc", "vfvf", "yfcnz", "yfnfif", "ljhjuf", "vfhbyf",
     "fylhtq", "cthutq", "fktrcfylh", "rjirf", "ytpyf.", "gfgf", "waymark", "wegmark", "way", "mark", "antiwar", "desk",
     "relay", "clerk", "courts", "intake", "mailbox", "envelope"});

}  // namespace

std::span<const std::string_view> common_passphrases() { return kCommon; }

}  // namespace waymark::desk
