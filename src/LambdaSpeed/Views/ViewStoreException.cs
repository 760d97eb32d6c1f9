namespace LambdaSpeed;

/// <summary>A store outside the run could not do as told: it is away, refuses the user, or its tables are of another layout.</summary>
public sealed class ViewStoreException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="store">What the store is called: what it is and where.</param>
    /// <param name="problem">What is wrong, and the remedy; names the setting where one is to blame.</param>
    /// <param name="innerException">What the client said.</param>
    public ViewStoreException(string store, string problem, Exception? innerException = null)
        : base($"{store}: {problem}", innerException) => Store = store;

    /// <summary>What the store is called.</summary>
    public string Store { get; }
}
