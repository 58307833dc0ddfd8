import SemperCoding

/// Puts an extension over what it extends.
enum TermsLayers {
  /// Members of objects one by one; a member that is `null` is taken away; everything else is replaced as a whole. A state is replaced as a
  /// whole where it does something else.
  static func over(_ base: JSON, _ layer: JSON) -> JSON {
    guard case .object(let below) = base, case .object(let above) = layer else { return layer }
    if let new = kind(above), let old = kind(below), new != old { return layer }
    var members = below.members.map { ($0.name, $0.value) }
    for member in above.members {
      let place = members.firstIndex { $0.0.isSameText(as: member.name) }
      if case .null = member.value {
        if let place { members.remove(at: place) }
      } else if let place {
        members[place].1 = over(members[place].1, member.value)
      } else {
        members.append((member.name, member.value))
      }
    }
    return .object(JSONObject(members))
  }

  private static let kinds = ["transfer", "exchange", "choose", "branch", "dispute", "pause"]
  private static func kind(_ object: JSONObject) -> String? { kinds.first { object[$0] != nil } }
}
