import SemperExchange

/// One exploration to be made: of an exchange, or of two at once.
package struct AgendaTask: Sendable {
  private let settings: [Setting]
  /// Whether it is about a pair of item classes alone.
  package let isPair: Bool

  init(_ setting: Setting, isPair: Bool) {
    settings = [setting]
    self.isPair = isPair
  }

  /// By words as `Setting` has them, with `&` between two exchanges; `nil` for other words.
  package init?(words: String) {
    settings = words.split(separator: "&").compactMap { Setting(words: String($0)) }
    guard (1...2).contains(settings.count), settings.count == words.count(where: { $0 == "&" }) + 1 else { return nil }
    isPair = false
  }

  package func run() async throws -> Exploration {
    guard settings.count == 2 else { return try await Exploration.run(settings[0]) }
    return try await Exploration.run(settings[0], beside: settings[1])
  }
}
