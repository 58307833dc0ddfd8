extension Search {
  /// Two exchanges at once, with a malicious party in both.
  ///
  /// They can touch each other only by what is said: statements, decisions and sealed secrets of one can be used in the
  /// other. So each is searched by itself, with everything known from its beginning that the other can ever say, which is
  /// found out by turns until neither has anything new to say. What is fair then is fair in every interleaving of the two,
  /// since to know more, or earlier, only adds to what a malicious party can do; and any number of exchanges like these two
  /// may go on beside.
  package static func run(
    _ first: Setting, beside second: Setting, bounds: Bounds = Bounds()
  ) async throws -> Finding {
    let title = "\(first.name) | \(second.name)"
    let world = try await World([first, second], goods: try await Goods())
    var (said, seconds) = (FactSet(0), 0.0)
    while true {
      let before = said
      var both = Finding(setting: title)
      for bout in world.bouts {
        world.move(only: bout)
        var search = Search(world, bounds, title)
        let others = world.bouts.filter { $0.number != bout.number }
        try await search.search(knowing: said & others.reduce(0) { $0 | world.facts.all(of: $1.number) })
        both.add(search.finding)
        seconds += search.finding.seconds
        if let violation = both.violation {
          let before = "the other exchange has gone as far as it can, and everything said in it is known"
          both.violation = Violation(property: violation.property, story: [before] + violation.story)
        }
        both.seconds = seconds
        guard both.violation == nil, both.bound == nil else { return both }
        said |= search.facts
      }
      if said == before { return both }
    }
  }
}
