import SemperExchange

/// Everything that a full exploration searches, in the order in which it is told.
package enum Agenda {
  package static let sections = [
    Section(title: "opened directly", tasks: pairs(.direct)),
    Section(title: "via the arbiter", tasks: pairs(.viaArbiter)),
    Section(title: "with a bond", tasks: bonds),
    Section(title: "several items", tasks: containers.compactMap(AgendaTask.init(words:))),
    Section(title: "settled jointly", tasks: settled.compactMap(AgendaTask.init(words:))),
    Section(title: "piece for piece", tasks: pieces.compactMap(AgendaTask.init(words:))),
    Section(title: "transfers", tasks: transfers.compactMap(AgendaTask.init(words:))),
    Section(title: "contracts of several", tasks: [AgendaTask(words: "contract")].compactMap(\.self)),
    Section(title: "two exchanges at once", tasks: besides.compactMap(AgendaTask.init(words:))),
  ]

  /// Tasks that belong together.
  package struct Section: Sendable {
    package let title: String
    package let tasks: [AgendaTask]

    package init(title: String, tasks: [AgendaTask]) { (self.title, self.tasks) = (title, tasks) }
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

  /// With an arbiter that may come back for somebody, and without any. Where data is called void, its owner trusts that the
  /// peer has not had the arbiter open it, so with an arbiter that could not be fair.
  static let settled = [
    "Sb for L settle", "L for Sb settle", "Sb for Sb settle", "Su for L settle", "L for L settle", "L+L for Sb settle",
    "L for L settle gone", "Sb for L settle gone", "Sb for Sb settle gone", "D1 for Sb settle gone",
    "D2 for L settle gone",
    "D2+Sb for L settle gone", "D2 for D2 bond settle gone",
  ]

  static let pieces = ["pieces 2", "pieces 2 small"]

  static let transfers = [
    "transfer", "transfer sealed", "transfer receipt", "transfer signed receipt", "transfer signed sealed receipt",
    "transfer signed agent", "transfer signed sealed receipt agent", "transfer signed receipt two",
  ]

  /// With the same malicious party in both: in the same role, or as originator in one and responder in the other.
  static let besides = [
    "Sb for Sb & Sb for Sb", "Sb for L & L for Sb", "D1 for L & D1 for L", "Sb for Sb & Sb for Sb turned",
    "Sb for L & Sb for L turned", "L for Sb & L for Sb turned", "L for Sb & Sb for L turned",
    "D1 for L & D1 for L turned", "D0 for L & D0 for L", "D0 for L & D0 for L turned",
    "Sb for D0 bond & Sb for D0 bond turned",
  ]
}
