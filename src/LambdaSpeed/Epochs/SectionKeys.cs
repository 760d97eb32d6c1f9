namespace LambdaSpeed.Epochs;

/// <summary>How many keys a section has that is not read as a whole.</summary>
/// <param name="Section">Its name.</param>
/// <param name="Count">How many.</param>
internal sealed record SectionKeys(string Section, long Count);
