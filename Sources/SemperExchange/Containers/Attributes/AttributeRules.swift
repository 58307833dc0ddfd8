/// How the attributes of nested nodes act together.
///
/// 1. A node demands, a subtree obeys: what holds at a node is everything demanded from the root down to it.
/// 2. A node may only strengthen. What it leaves out it inherits; less than above, of the attributes that have degrees
///    (authenticity, fairness), is a conflict and not an exception.
/// 3. A container has one sender and at most one proof of origin, over its root. What one node demands of the proof the
///    others get too, which takes nothing from them.
/// 4. So an anonymous node and a node with a certified sender exclude each other, wherever in the tree they stand.
/// 5. Anonymity and non-repudiation of origin go together: a fresh key without a certificate signs, and the proof is
///    about the holder of that key. Whose key it is can be proven later by whoever holds it, and by nobody else.
public enum AttributeRules {
  /// What holds at a node: the demands of the nodes from the root down to it, in that order.
  public static func effective(_ demands: [SecurityAttributes]) -> SecurityAttributes {
    demands.reduce(.none) { $0.strengthened(by: $1) }
  }

  /// An inner node as the rules look at it: where it stands, and what it demands itself.
  struct Node {
    let path: String
    let demands: SecurityAttributes
  }

  /// All conflicts between the nodes of a tree, in the order of the nodes.
  public static func conflicts(in root: ContainerBranch) -> [AttributeConflict] {
    conflicts(between: root.branches.map { Node(path: $0.path, demands: $0.demands) })
  }

  /// The same for nodes each of which stands before those below it.
  static func conflicts(between nodes: [Node]) -> [AttributeConflict] {
    var conflicts = [AttributeConflict]()
    for (index, node) in nodes.enumerated() {
      let above = nodes[..<index].filter { node.lies(below: $0) }
      for outer in above where outer.demands.authenticity == .certified && node.demands.authenticity == .key {
        conflicts.append(node.conflict(.authenticity, outer, .weakerThanAbove))
      }
      for outer in above {
        guard let wanted = node.demands.fairness, let due = outer.demands.fairness, due > wanted
        else { continue }
        conflicts.append(node.conflict(.fairness, outer, .weakerThanAbove))
      }
      if node.demands.anonymity, let named = nodes.first(where: { $0.demands.authenticity == .certified }) {
        conflicts.append(node.conflict(.anonymity, named, .senderIsCertified))
      }
    }
    return conflicts
  }
}

extension AttributeRules.Node {
  fileprivate func lies(below other: Self) -> Bool {
    path != other.path && (other.path.isEmpty || path.hasPrefix(other.path + "/"))
  }

  fileprivate func conflict(
    _ attribute: SecurityAttribute, _ other: Self, _ reason: AttributeConflict.Reason
  ) -> AttributeConflict {
    AttributeConflict(path: path, attribute: attribute, against: other.path, reason: reason)
  }
}
