package import SemperExchange

/// What one exploration is about: who gives what, who cheats and how, and what may go wrong beside.
package struct Setting: Sendable, Hashable {
  /// The classes of the originator's items, one for each item.
  package var originator: [ItemClass]
  package var responder: [ItemClass]
  package var mode: OpeningMode
  /// Whether the responder adds a bond, which makes the exchange a compensated one.
  package var bond: Bool
  /// Whether the parties may also settle between themselves.
  package var settles = false
  /// Whether the parties are in each other's place: who is the originator of other settings is the responder here.
  package var isTurned = false
  /// The malicious party, or `nil` when both are honest.
  package var cheat: Cheat?
  package var weather: Weather

  package init(
    _ originator: [ItemClass], for responder: [ItemClass], mode: OpeningMode = .direct, bond: Bool = false,
    cheat: Cheat? = nil, weather: Weather = Weather()
  ) {
    self.mode = mode
    self.bond = bond
    self.originator = originator
    self.responder = responder
    self.cheat = cheat
    self.weather = weather
  }

  package func classes(of role: ExchangeRole) -> [ItemClass] { role == .originator ? originator : responder }

  /// The level that terms of this kind have.
  var level: FairnessLevel {
    if bond { return .compensated }
    return (originator + responder).contains { $0.needsWindow || $0 == .reversibleLock } ? .strongWithWindow : .strong
  }

  /// How many complaint windows can follow each other.
  var windows: Int { max(1, [originator, responder].filter { $0.contains(where: \.needsWindow) }.count) }

  package func isHonest(_ role: ExchangeRole) -> Bool { cheat?.role != role }

  /// Such as `D2+Sb for L via the arbiter`.
  package var title: String {
    func list(_ classes: [ItemClass]) -> String { classes.map(\.rawValue).joined(separator: "+") }
    return "\(list(originator)) for \(list(responder))" + (bond ? " with a bond" : "")
      + (mode == .viaArbiter ? " via the arbiter" : "") + (settles ? " or settled" : "") + (isTurned ? " turned" : "")
      + (weather.hasArbiter ? "" : " without an arbiter")
  }

  /// Such as `D2+Sb for L, originator cheats (good, bad-data)`.
  package var name: String {
    guard let cheat else { return title + ", both honest" }
    return title + ", \(cheat.role.rawValue) cheats (\(cheat.deviations.map(\.rawValue).joined(separator: ", ")))"
  }
}
