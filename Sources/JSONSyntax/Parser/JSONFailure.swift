/// Why the parser stopped, small enough to be thrown from the inner loops; the sentence, line and
/// column are worked out afterwards.
struct JSONFailure: Error {
    enum Problem: UInt8 {
        case expectedValue
        case expectedValueAfterComma
        case expectedKey
        case expectedKeyAfterComma
        case expectedColon
        case expectedCommaInObject
        case expectedCommaInArray
        case trailingContent
        case invalidLiteral
        case leadingZero
        case expectedDigit
        case invalidEscape
        case loneSurrogate
        case controlCharacter
        case unterminatedString
        case invalidUTF8
        case byteOrderMark
        case duplicateKey
        case tooDeep
        case tooLarge
    }

    let problem: Problem
    let offset: Int

    init(_ problem: Problem, _ offset: Int) {
        self.problem = problem
        self.offset = offset
    }
}
