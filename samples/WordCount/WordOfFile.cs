namespace WordCount;

/// <summary>One occurrence of a word.</summary>
/// <param name="Text">The word, in lower case.</param>
/// <param name="File">The index of the file it stands in.</param>
internal readonly record struct WordOfFile(string Text, int File);
