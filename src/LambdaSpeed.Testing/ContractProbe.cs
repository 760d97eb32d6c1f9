namespace LambdaSpeed.Testing;

/// <summary>What the verbs of all contracts have in common: what is required for one clause.</summary>
/// <param name="clause">The clause.</param>
internal abstract class ContractProbe(string clause)
{
    protected string Clause => clause;

    public void Require(bool condition, string violation)
    {
        if (!condition) throw new ContractViolationException(clause, violation);
    }

    /// <summary>Requires that something throws.</summary>
    /// <param name="act">What is done.</param>
    /// <param name="when">When that is owed, for the message.</param>
    public void RequireThrows<TException>(Action act, string? when = null)
        where TException : Exception
    {
        var thrown = RequireThrowsAsync<TException>(
            () =>
            {
                act();
                return Task.CompletedTask;
            },
            when);
        thrown.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="RequireThrows{TException}"/>
    public async Task<TException> RequireThrowsAsync<TException>(Func<Task> act, string? when = null)
        where TException : Exception
    {
        var owed = when is null ? $"{typeof(TException).Name} is owed" : $"{typeof(TException).Name} is owed {when}";
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (TException thrown)
        {
            return thrown;
        }
        catch (Exception other) when (other is not ContractViolationException)
        {
            throw new ContractViolationException(clause, $"{owed}, {other.GetType().Name} came", other);
        }
        throw new ContractViolationException(clause, $"{owed}, nothing was thrown");
    }
}
