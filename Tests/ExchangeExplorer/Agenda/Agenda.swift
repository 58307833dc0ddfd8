import SemperExchange

/// Everything that a full exploration searches, in the order in which it is told.
package enum Agenda {
  package static let sections = [
    Section(title: "opened directly", tasks: pairs(.direct)),
    Section(title: "via the arbiter", tasks: pairs(.viaArbiter)),
    Section(title: "with a bond", tasks: bonds),
    Section(title: "several items", tasks: containers.compactMap(AgendaTask.init(words:))),
    Section(title: "two exchanges at once, without crashes", tasks: besides.compactMap(AgendaTask.init(words:))),
  ]

  /// Tasks that belong together.
  package struct Section: Sendable {
    package let title: String
    package let tasks: [AgendaTask]
  }

  private static let classes = ItemClass.allCases.filter { $0 != .unsecured }

  private static func pairs(_ mode: OpeningMode) -> [AgendaTask] {
    classes.flatMap { originator in
      classes.map { AgendaTask(Setting([originator], for: [$0], mode: mode), isPair: true) }
    }
  }

  /// Where the responder's data has nothing else to stand for it.
  private static let bonds = classes.flatMap { originator in
    classes.filter(\.isData).map { AgendaTask(Setting([originator], for: [$0], bond: true), isPair: true) }
  }

  static let containers = [
    "D2+Sb for L", "L+L for Sb", "D2+L for Sb+L", "Su+Lu for D2+L", "D1+Sb for D1 via", "D2+L for D2 bond",
    "L+L for D1 bond",
  ]

  /// Searched to a bound, which is said.
  static let besides = ["Sb for Sb & Sb for Sb", "Sb for L & L for Sb", "D1 for L & D1 for L"]
}
