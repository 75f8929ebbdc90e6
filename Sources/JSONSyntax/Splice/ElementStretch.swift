/// A run of an array's elements that an edit touches, and what it becomes.
package struct ElementStretch: Sendable {
    /// The positions, in the old array, of the elements that go; empty where some only come.
    package let removed: Range<Int>
    /// The elements that come instead, as an array of their own.
    package let fragment: JSONTape
    /// The tape indexes of what goes.
    let nodes: Range<Int>
    /// What to add to an offset in the fragment for the one in the new text.
    let offset: Int
    /// By how much the text has grown from its beginning to the end of the run.
    let growth: Int

    /// How many elements come.
    package var addedCount: Int { fragment.root.count }
}

/// Finds what an edit does to the elements of one array.
struct StretchSurvey {
    /// Elements that go, and the splices that touch them.
    private struct Run {
        var elements: Range<Int>
        var splices: Range<Int>
    }

    /// Above this share of its elements an array is cheaper parsed anew.
    private static let largestShare = 4
    private static let fewElements = 64

    let array: JSONNode
    /// The tape indexes of its elements.
    let places: [UInt32]
    /// How deep arrays and objects in the array may be nested, itself included.
    let maximumDepth: Int

    /// The stretches, in order.
    ///
    /// - Parameters:
    ///   - splices: All splices of the edit.
    ///   - own: Those that lie between the array's brackets.
    ///   - growth: By how much the splices before them make the text grow.
    ///   - text: The text after the edit.
    /// - Returns: nil when so much changes that it is better parsed, or when the edit leaves
    ///   something that is no array of values.
    func stretches(
        _ splices: [JSONSplice], own: Range<Int>, growth: Int, in text: [UInt8]
    ) -> [ElementStretch]? {
        let runs = runs(splices, own)
        let touched = runs.reduce(0) { $0 + $1.elements.count }
        guard touched <= max(Self.fewElements, places.count / Self.largestShare) else { return nil }
        var growth = growth
        var stretches: [ElementStretch] = []
        for run in runs {
            let start = textStart(of: run.elements) + growth
            growth += splices[run.splices].reduce(0) { $0 + $1.growth }
            let end = textEnd(of: run.elements) + growth
            guard start <= end, end <= text.count,
                let fragment = fragment(text[start..<end], replacing: run.elements)
            else { return nil }
            stretches.append(
                ElementStretch(
                    removed: run.elements, fragment: fragment,
                    nodes: node(run.elements.lowerBound)..<node(run.elements.upperBound),
                    offset: start - 1, growth: growth))
        }
        return stretches
    }

    /// The elements that each splice touches or lies between; those that adjoin are one run.
    private func runs(_ splices: [JSONSplice], _ own: Range<Int>) -> [Run] {
        var runs: [Run] = []
        for index in own {
            let range = splices[index].range
            // Also what it only adjoins, as digits might be added to a number.
            let first = firstElement { $0.upperBound >= range.lowerBound }
            let end = max(first, firstElement { $0.lowerBound > range.upperBound })
            if let last = runs.last, first <= last.elements.upperBound {
                let end = max(end, last.elements.upperBound)
                runs[runs.count - 1].elements = last.elements.lowerBound..<end
                runs[runs.count - 1].splices = last.splices.lowerBound..<index + 1
            } else {
                runs.append(Run(elements: first..<end, splices: index..<index + 1))
            }
        }
        return runs
    }

    /// The position of the first element for whose span something holds, as it does for all behind
    /// it.
    private func firstElement(where holds: (Range<Int>) -> Bool) -> Int {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if holds(span(middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func span(_ position: Int) -> Range<Int> {
        JSONNode(tape: array.tape, index: Int(places[position])).span
    }

    private func node(_ position: Int) -> Int {
        position < places.count ? Int(places[position]) : array.next
    }

    private func textStart(of elements: Range<Int>) -> Int {
        elements.lowerBound == 0
            ? array.span.lowerBound + 1 : span(elements.lowerBound - 1).upperBound
    }

    private func textEnd(of elements: Range<Int>) -> Int {
        elements.upperBound == places.count
            ? array.span.upperBound - 1 : span(elements.upperBound).lowerBound
    }

    /// What stands between the elements that stay, as an array; nil when commas are missing or too
    /// many, or it is no JSON.
    private func fragment(_ text: ArraySlice<UInt8>, replacing elements: Range<Int>) -> JSONTape? {
        let isFirst = elements.lowerBound == 0
        let isLast = elements.upperBound == places.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count + 2)
        bytes.append(UInt8(ascii: "["))
        bytes += text
        bytes.append(UInt8(ascii: "]"))
        let inside = 1..<bytes.count - 1
        var commas = 0
        func clear(_ index: Int?) -> Bool {
            guard let index else { return true }
            guard bytes[index] == UInt8(ascii: ",") else { return false }
            bytes[index] = UInt8(ascii: " ")
            commas += 1
            return true
        }
        func isText(_ index: Int) -> Bool { !bytes[index].isJSONSpace }
        if !isFirst, !clear(inside.first(where: isText)) { return nil }
        if !isLast, !clear(inside.last(where: isText)) { return nil }
        if !inside.contains(where: isText) {
            // One comma parts the neighbours that are left; where there is but one, none may be.
            guard commas == (isFirst || isLast ? 0 : 1) else { return nil }
        }
        return try? JSONTape(
            parsing: bytes, options: JSONParsingOptions(maximumDepth: maximumDepth))
    }
}
