import SemperModel

/// One act about which the owner would be asked: for which business, in which step of its deal, and all that it takes.
public struct RoleAct: Hashable, Sendable {
  public let subject: RoleSubject
  public let turn: Int
  public let needs: [RoleNeed]

  public init(for subject: RoleSubject, turn: Int = 0, needs: [RoleNeed]) {
    self.subject = subject
    self.turn = turn
    self.needs = needs
  }

  /// Whether money is set aside or paid by it.
  public var isPaid: Bool {
    needs.contains { need in
      switch need {
      case .reserve, .pay: true
      case .order, .give, .show, .choose, .sign: false
      }
    }
  }
}
