import SemperExchange

extension Setting {
  /// A setting by its words, such as `D2+Sb for L via`, `D2 for D2 bond`, `Sb for L settle gone`,
  /// `Sb for Sb turned` or `Sb for Sb absence`; `nil` for other words.
  package init?(words: String) {
    let words = words.split(separator: " ").map(String.init)
    guard words.count >= 3, words[1] == "for" else { return nil }
    func classes(_ list: String) -> [ItemClass]? {
      let parts = list.split(separator: "+")
      let classes = parts.compactMap { ItemClass(rawValue: String($0)) }
      return classes.count == parts.count && !classes.isEmpty ? classes : nil
    }
    guard let originator = classes(words[0]), let responder = classes(words[2]) else { return nil }
    self.init(originator, for: responder)
    for word in words.dropFirst(3) {
      switch word {
      case "via": mode = .viaArbiter
      case "bond": bond = true
      case "settle": settles = true
      case "turned": isTurned = true
      case "gone": weather.hasArbiter = false
      default:
        guard let broken = BrokenAssumption(rawValue: word) else { return nil }
        weather.broken.insert(broken)
      }
    }
  }
}
