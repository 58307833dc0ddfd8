import SemperCryptography
import SemperModel
import SemperStatements

/// Proofs that a dishonest buyer may try against an honest seller.
struct Forgeries {
  let all: [(String, ProofOfMisbehaviour)]

  init(_ honest: Cheater, _ chunk: Int) {
    let good = honest.proof(of: chunk)
    let count = honest.sealed.count
    var list = [(String, ProofOfMisbehaviour)]()
    func add(
      _ name: String, chunk: Int? = nil, sealed: [UInt8]? = nil, cipherPath: [SemperModel.Digest]? = nil,
      leaf: SemperModel.Digest? = nil, contentPath: [SemperModel.Digest]? = nil
    ) {
      list.append(
        (
          name,
          ProofOfMisbehaviour(
            chunk: chunk ?? good.chunk, sealed: sealed ?? good.sealed, cipherPath: cipherPath ?? good.cipherPath,
            leaf: leaf ?? good.leaf, contentPath: contentPath ?? good.contentPath)
        ))
    }
    for position in [0, 40, good.sealed.count - 1] {
      var flipped = good.sealed
      flipped[position] ^= 1
      add("flipped byte \(position)", sealed: flipped)
    }
    add("shorter chunk", sealed: Array(good.sealed.dropLast()))
    add("longer chunk", sealed: good.sealed + [0])
    add("no chunk", sealed: [])
    add("leaf of nothing", leaf: Digest(of: [], for: .contentLeaf))
    add("root as leaf", leaf: honest.sale.description.root, contentPath: [])
    add("no paths", cipherPath: count > 1 ? [] : [good.leaf], contentPath: count > 1 ? [] : [good.leaf])
    add("paths exchanged", cipherPath: good.contentPath + [good.leaf], contentPath: good.cipherPath + [good.leaf])
    add("longer cipher path", cipherPath: good.cipherPath + [good.leaf])
    add("longer content path", contentPath: good.contentPath + [good.leaf])
    for index in [-1, count, count + 1, Int.max, chunk ^ 1, (chunk + 1) % count] where index != chunk {
      add("index \(index)", chunk: index)
    }
    for other in 0..<count where other != chunk {
      let theirs = honest.proof(of: other)
      add("leaf of \(other)", leaf: theirs.leaf)
      add("leaf and path of \(other)", leaf: theirs.leaf, contentPath: theirs.contentPath)
      add("chunk of \(other)", sealed: theirs.sealed)
      add("chunk and path of \(other)", sealed: theirs.sealed, cipherPath: theirs.cipherPath)
      add("cipher path of \(other)", cipherPath: theirs.cipherPath)
      add("index of \(other)", chunk: other)
    }
    addTreeConfusion(to: &list, honest, good)
    all = list
  }
}

/// Inner nodes shown as leaves, in both trees.
private func addTreeConfusion(
  to list: inout [(String, ProofOfMisbehaviour)], _ honest: Cheater, _ good: ProofOfMisbehaviour
) {
  guard let beside = good.contentPath.first, let cipherBeside = good.cipherPath.first else { return }
  var node = PurposeHasher(for: .contentNode)
  for digest in [good.leaf, beside] { node.update(digest.bytes) }
  list.append(
    (
      "inner node as leaf",
      ProofOfMisbehaviour(
        chunk: good.chunk, sealed: good.sealed, cipherPath: good.cipherPath, leaf: node.finalize(),
        contentPath: Array(good.contentPath.dropFirst()))
    ))
  list.append(
    (
      "children of an inner node as chunk",
      ProofOfMisbehaviour(
        chunk: good.chunk, sealed: honest.leaves[good.chunk].bytes + cipherBeside.bytes,
        cipherPath: Array(good.cipherPath.dropFirst()), leaf: good.leaf, contentPath: good.contentPath)
    ))
}
