using Microsoft.Extensions.DependencyInjection;

namespace LambdaSpeed.Building;

/// <summary>Resolves components that were given by type.</summary>
internal static class ServiceResolution
{
    /// <summary>The service provider; notes a problem when there is none or it does not know the type.</summary>
    public static IServiceProvider? RequireService<TService>(this TopologyDraft draft, string component)
    {
        if (draft.Services is null)
        {
            draft.Report(new(component, $"it is given by its type {typeof(TService)}, but the topology has no service provider",
                "build the topology by AddTopology, or pass the provider to the TopologyBuilder, or pass a factory to Then"));
        }
        else if (draft.Services.GetService(typeof(IServiceProviderIsService)) is IServiceProviderIsService known &&
                 !known.IsService(typeof(TService)))
        {
            draft.Report(new(component, $"its type {typeof(TService)} is not registered as a service",
                $"register it: services.AddTransient<{typeof(TService).Name}>()"));
        }
        return draft.Services;
    }

    public static TService Resolve<TService>(IServiceProvider? services, string component)
        where TService : class =>
        services?.GetService(typeof(TService)) as TService ?? throw new InvalidOperationException(
            $"Component '{component}' could not be resolved: the service {typeof(TService)} is not registered.");
}
