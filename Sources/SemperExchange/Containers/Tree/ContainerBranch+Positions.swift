extension ContainerBranch {
  /// An inner node with its place below the branch that it is seen from.
  struct Position: Hashable, Sendable {
    /// Empty for that branch itself, whose name is part of no path.
    let path: String
    /// What the node itself demands.
    let demands: SecurityAttributes
    let effective: SecurityAttributes
    let branch: ContainerBranch
  }

  /// This branch and all below it that are not sealed, each before its children.
  var branches: [Position] {
    var positions = [Position]()
    walk(path: "", demands: []) { position, leaf in
      if leaf == nil { positions.append(position) }
    }
    return positions
  }

  /// All items that are not sealed, in the order of the tree, with what holds for each.
  func entries(below path: String = "", demands: [SecurityAttributes] = []) -> [ContainerEntry] {
    var entries = [ContainerEntry]()
    walk(path: path, demands: demands) { position, leaf in
      guard let leaf else { return }
      entries.append(
        ContainerEntry(path: position.path.joined(with: leaf.name), leaf: leaf, attributes: position.effective))
    }
    return entries
  }

  var sealedParts: [SealedPart] {
    branches.flatMap { position in
      position.branch.children.compactMap { if case .sealed(let part) = $0 { part } else { nil } }
    }
  }

  /// Everything that some node here demands.
  var allDemands: SecurityAttributes { AttributeRules.effective(branches.map(\.demands)) }

  /// What holds at a position, which may be that of an item: what its inner node demands. `nil` where nothing stands.
  func attributes(at path: String) -> SecurityAttributes? {
    branches.first { $0.path == path }?.effective ?? entries().first { $0.path == path }?.attributes
  }

  private func walk(path: String, demands: [SecurityAttributes], visit: (Position, ContainerLeaf?) -> Void) {
    let all = demands + [attributes]
    let position = Position(
      path: path, demands: attributes, effective: AttributeRules.effective(all), branch: self)
    visit(position, nil)
    for child in children {
      switch child {
      case .branch(let branch): branch.walk(path: path.joined(with: branch.name), demands: all, visit: visit)
      case .leaf(let leaf): visit(position, leaf)
      case .sealed: break
      }
    }
  }
}

extension String {
  /// The path one name further down.
  func joined(with name: String) -> String { isEmpty ? name : self + "/" + name }
}
