// The bot in Azure, and its channel to Microsoft Teams. The bot itself runs wherever it can be reached over https.
//
//   az group create --name backwise --location westeurope
//   az deployment group create --resource-group backwise --template-file deploy/teams.bicep \
//     --parameters appType=SingleTenant appId=<application id> domain=chat.clinic.example
//
// SingleTenant: an app registration of the clinic's own tenant; make its client secret in Entra ID.
// UserAssignedMSI: leave appId empty, and a managed identity is made; the bot must then run in Azure with it.

@description('Name of the bot in Azure, 4 to 42 characters.')
@minLength(4)
@maxLength(42)
param name string = 'backwise'

@description('How the bot proves itself. No new MultiTenant bots can be made any more.')
@allowed(['SingleTenant', 'UserAssignedMSI'])
param appType string = 'SingleTenant'

@description('Application (client) id of the app registration. Empty with UserAssignedMSI.')
param appId string = ''

@description('Where the bot is reached over https, without https://.')
param domain string

@description('F0 is free and unlimited for Teams.')
@allowed(['F0', 'S1'])
param sku string = 'F0'

var managed = appType == 'UserAssignedMSI'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (managed) {
  name: name
  location: resourceGroup().location
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: 'Backwise'
    description: 'Help with back spasms'
    endpoint: 'https://${domain}/api/messages'
    msaAppType: appType
    msaAppId: managed ? identity!.properties.clientId : appId
    msaAppTenantId: subscription().tenantId
    msaAppMSIResourceId: managed ? identity.id : null
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      enableCalling: false
    }
  }
}

@description('For the .env of the bot.')
output MicrosoftAppId string = managed ? identity!.properties.clientId : appId
output MicrosoftAppType string = appType
output MicrosoftAppTenantId string = subscription().tenantId
