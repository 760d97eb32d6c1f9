namespace LambdaSpeed.Tests.Joins;

/// <summary>The kinds of joins.</summary>
public enum JoinKind
{
    /// <summary>Pairs alone.</summary>
    Inner,

    /// <summary>And left tuples without partner.</summary>
    Left,

    /// <summary>And right tuples without partner.</summary>
    Right,

    /// <summary>And tuples of either side without partner.</summary>
    Full,
}
