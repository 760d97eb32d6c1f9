using System.Globalization;

namespace LambdaSpeed;

/// <summary>A row of text is no key and accumulator of the batch view that it is to be part of. Nothing is left of the import.</summary>
public sealed class BatchRowException : BatchViewException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="row">Which row, counted from 1.</param>
    /// <param name="problem">What is wrong with it, as a clause.</param>
    /// <param name="innerException">A further cause, if there is one.</param>
    public BatchRowException(string file, long row, string problem, Exception? innerException = null) : base(
        string.Create(CultureInfo.InvariantCulture, $"Row {row} of '{file}' cannot be imported: {problem}. ") +
        "Remedy: have the batch job write the rows as the view's schema says, and offer them under another name.", innerException)
    {
        File = file;
        Row = row;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Which row, counted from 1; of CSV a row may have several lines.</summary>
    public long Row { get; }
}
