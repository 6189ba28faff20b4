<h1>{{=intake.inbox.title}}</h1>
{{#NOTICE}}<p class="note" role="status">{{SENTENCE}}</p>{{/NOTICE}}
{{#NONE}}<p>{{=intake.inbox.none}}</p>{{/NONE}}
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
{{#REPLY}}<article class="reply"><h2>{{TITLE}}</h2><p class="body" dir="auto" lang="{{TONGUE}}">{{BODY:pre_escape}}</p><p><input type="submit" name="{{NAME}}" value="{{=intake.inbox.delete}}"></p></article>{{/REPLY}}
{{#SOME}}<p class="hint">{{SENTENCE}}</p>{{/SOME}}
{{#OLDER}}<p><input type="submit" name="{{NAME}}" value="{{=clerk.inbox.older}}"></p>{{/OLDER}}
{{#ARRIVED}}<p class="hint">{{SENTENCE}}</p>{{/ARRIVED}}
{{#STRANGE}}<p class="note">{{SENTENCE}}</p>{{/STRANGE}}
<p class="actions"><input class="main" type="submit" name="go_more" value="{{=intake.inbox.more}}"> <input type="submit" name="go_refresh" value="{{=intake.inbox.refresh}}"> <input class="danger" type="submit" name="go_erase" value="{{=intake.inbox.erase}}"> <input type="submit" name="go_end" value="{{=clerk.end}}"></p></form>
