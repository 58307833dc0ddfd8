/// Words that are written in more than one of the scripts whose letters look alike: Latin, Greek, Cyrillic, Armenian.
enum MixedScript {
  static func word(in text: String) -> String? {
    text.split { !$0.isLetter }.map(String.init).first { word in Set(word.unicodeScalars.compactMap(script)).count > 1 }
  }

  private static func script(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: 1
    case 0x370...0x3FF, 0x1F00...0x1FFF: 2
    case 0x400...0x52F: 3
    case 0x530...0x58F: 4
    default: nil
    }
  }
}
