namespace LambdaSpeed;

/// <summary>How a server that outputs go to is doing.</summary>
public enum OutletState
{
    /// <summary>Nothing was sent yet.</summary>
    Opening,

    /// <summary>It takes what it is sent.</summary>
    Sending,

    /// <summary>The connection is lost, or outputs were refused, and it is tried again: no epoch is committed meanwhile, and nothing is
    /// lost.</summary>
    Retrying,

    /// <summary>Nothing is sent any more.</summary>
    Closed,
}
