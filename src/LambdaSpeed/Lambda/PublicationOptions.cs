namespace LambdaSpeed;

/// <summary>How a publication directory is watched.</summary>
public sealed record PublicationOptions
{
    /// <summary>How often the directory is looked into although the file system has told of nothing: for those that do not tell. 10 ms or
    /// more.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    internal PublicationOptions Validated()
    {
        if (PollInterval < TimeSpan.FromMilliseconds(10)) throw new ArgumentOutOfRangeException(
            nameof(PollInterval), PollInterval, "A publication directory is looked into every 10 ms at most.");
        return this;
    }
}
